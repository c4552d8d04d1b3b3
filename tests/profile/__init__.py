# noqa: A005 - a package of tests, not the standard library's profile
