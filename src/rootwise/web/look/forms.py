"""How forms are written: the label, the hint, what is wrong, the field. `{{ form }}` and `{{ form.field.as_field_group }}` come out like this."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Our templates for forms, found like those of pages."""

    form_template_name = "look/form.html"
    field_template_name = "look/field.html"
