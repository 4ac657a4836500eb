"""The verbs of training: each room's, offered to the routes in one place."""

from modelwright.server.training.changing import set_disabled, set_scheduled, stop_process, withdraw_process
from modelwright.server.training.creating import create_process
from modelwright.server.training.deleting import delete_process
from modelwright.server.training.machines import place_of
from modelwright.server.training.outputs import process_detail
from modelwright.server.training.parameters import check_parameters_text, learning_rate_plot, parameters_schema
from modelwright.server.training.places import choices
from modelwright.server.training.publishing import gate_of, publish_process
from modelwright.server.training.readiness import readiness
from modelwright.server.training.starting import start_process
from modelwright.server.training.templates import (
    create_template,
    delete_template,
    edit_template,
    list_templates,
    template_out,
)

__all__ = [
    "check_parameters_text",
    "choices",
    "create_process",
    "create_template",
    "delete_process",
    "delete_template",
    "edit_template",
    "gate_of",
    "learning_rate_plot",
    "list_templates",
    "parameters_schema",
    "place_of",
    "process_detail",
    "publish_process",
    "readiness",
    "set_disabled",
    "set_scheduled",
    "start_process",
    "stop_process",
    "template_out",
    "withdraw_process",
]
