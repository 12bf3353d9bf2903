"""The pages of the tracker, a file for each thing that a person comes to do: adding a file adds its `routes`."""

from web.kit.shelf import modules_on

routes = [route for module in modules_on("web.applications.pages") for route in module.routes]
