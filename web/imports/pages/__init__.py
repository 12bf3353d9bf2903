"""The pages of what is brought, a file for each thing that a person comes to do: adding a file adds its `routes`."""

from web.kit.shelf import modules_on

routes = [route for module in modules_on("web.imports.pages") for route in module.routes]
