"""The children, the people around them, and who may see what: relations, consent, no-contact, where a child lives, merging, erasing."""
