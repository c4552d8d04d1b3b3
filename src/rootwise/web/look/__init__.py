"""How every page looks: the frame around it, the design system, forms, and the page that shows all of it. Knows no model."""
