"""What a report says (content, pure) and how it is set (HTML, PDF)."""
