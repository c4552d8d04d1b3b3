"""The pages of an assessment. Each begins by reaching the child for who asks; what is absent and what is forbidden is the same 404."""
