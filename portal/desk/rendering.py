"""How forms are drawn, everywhere in the portal: label, help, fault, field; a summary of the faults on top."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "desk/form.html"
    field_template_name = "desk/field.html"
