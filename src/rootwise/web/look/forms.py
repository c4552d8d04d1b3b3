"""How forms are written: label, hint, what is wrong, field. `{{ form }}` and `{{ form.field.as_field_group }}` come out so."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Our templates for forms, found like those of pages."""

    form_template_name = "look/form.html"
    field_template_name = "look/field.html"
