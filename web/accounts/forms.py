"""What the account pages may be sent."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from web.kit.forms import EMail, Form, Line, Paragraph, Password, Tick

MOST_KEY_LETTERS = 100


class SignUpForm(Form):
    email: EMail = ""
    password: Password = ""


class SignInForm(Form):
    email: EMail = ""
    password: Password = ""
    stay: Tick = False
    next: Line = ""


def key_in(said: Any) -> str:
    """The key of a link; whatever is longer than one is none."""
    return str(said)[:MOST_KEY_LETTERS]


class LinkForm(Form):
    """What a link in a letter leads to: its key, and the password that was chosen."""

    key: Annotated[str, BeforeValidator(key_in)] = ""
    password: Password = ""


class EMailForm(Form):
    email: EMail = ""


class NewPasswordForm(Form):
    password: Password = ""


class CodeForm(Form):
    code: Line = ""


class ProveForm(Form):
    password: Password = ""
    code: Line = ""
    next: Line = ""


class PasskeyForm(Form):
    """What a browser's passkey answered, and what came with it."""

    credential: Paragraph = ""
    name: Line = ""
    next: Line = ""
