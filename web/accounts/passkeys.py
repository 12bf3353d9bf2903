"""Passkeys (WebAuthn): a key pair that lives in a device or a password manager and answers our challenges.

The site that a passkey belongs to comes from the settings alone, never from a request. The device is asked to make sure
of the person (by finger, face or PIN), which is why a passkey alone is proof enough.
"""

from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from sqlmodel import Session, select
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from web.accounts.factors import note_added, note_removed
from web.accounts.queries import identities_of, owner_by, passkeys_of, person_of
from web.accounts.tables import Passkey, Person
from web.db import act_as
from web.kit.clock import now
from web.kit.events import record
from web.kit.own import own
from web.kit.visits import Visit
from web.settings import Settings

MOST_PASSKEYS = 20  # of one person's
MOST_ID_BYTES = 1_023  # the standard's own limit
VERIFIED = UserVerificationRequirement.REQUIRED

# What the library lets through for bytes that no authenticator ever sent.
MALFORMED = (
    WebAuthnException, InvalidSignature, UnsupportedAlgorithm,
    LookupError, ValueError, TypeError, AttributeError, RecursionError,
)  # fmt: skip


class Refused(Exception):
    """This is not a passkey that we can take; the text says why, in words for the person."""


def site_of(settings: Settings) -> str:
    """The name a passkey is bound to (the standard's "relying party id")."""
    return urlsplit(settings.address).hostname or "localhost"


# --- making one ------------------------------------------------------------------------------------------------------


def ask_for_new(settings: Settings, person: Person, known: list[Passkey]) -> tuple[str, str]:
    """What the browser is to do, as JSON, and the challenge in it."""
    options = generate_registration_options(
        rp_id=site_of(settings), rp_name="Métier", user_id=person.id.bytes, user_name=person.email,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in known],
    )  # fmt: skip
    return options_to_json(options), bytes_to_base64url(options.challenge)


def take_new(db: Session, visit: Visit, person: Person, credential: str, challenge: str, name: str) -> Passkey:
    """Keep the passkey that the browser made. `person` is locked. Raises Refused."""
    settings = visit.house.settings
    try:
        made = verify_registration_response(
            credential=credential, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site_of(settings),
            expected_origin=settings.address, require_user_verification=True,
        )  # fmt: skip
    except MALFORMED:
        raise Refused("The browser’s answer could not be read. Please try once more.") from None
    if len(made.credential_id) > MOST_ID_BYTES:
        raise Refused("This passkey is of a kind that Métier does not know.")
    if len(passkeys_of(db, person.id)) >= MOST_PASSKEYS:
        raise Refused(f"{MOST_PASSKEYS} passkeys are the most. Remove one that you no longer use.")
    row = Passkey(
        owner_id=person.id, credential_id=made.credential_id, public_key=made.credential_public_key,
        sign_count=made.sign_count, name=name,
    )  # fmt: skip
    try:
        with db.begin_nested():
            db.add(row)
    except sa.exc.IntegrityError:
        raise Refused("This passkey is kept here already.") from None
    note_added(db, visit, person, f"the passkey “{name}”", "passkeys", row.id)
    return row


# --- using one -------------------------------------------------------------------------------------------------------


def ask_for_one(settings: Settings, mine: list[Passkey]) -> tuple[str, str]:
    """What the browser is to do, as JSON, and the challenge in it. Where it is known who asks, only their own will do;
    where not, the browser offers every passkey that it has for us."""
    options = generate_authentication_options(
        rp_id=site_of(settings), user_verification=VERIFIED,
        allow_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in mine],
    )  # fmt: skip
    return options_to_json(options), bytes_to_base64url(options.challenge)


UNKNOWN = "This passkey does not open anything here. It may have been removed."


def recognise(db: Session, visit: Visit, credential: str, challenge: str, only: UUID | None = None) -> Person:
    """Whose passkey answered our challenge, the person locked; from here on the transaction runs in their name.
    `only` is whose it must be. Raises Refused."""
    answer = read(credential)
    owner_id = owner_by(db, "passkey", answer.raw_id)
    if owner_id is None or only not in (None, owner_id):
        raise Refused(UNKNOWN)
    act_as(db, owner_id)
    person = person_of(db, owner_id, lock=True)
    wanted = select(Passkey).where(Passkey.owner_id == owner_id, Passkey.credential_id == answer.raw_id)
    passkey = db.exec(wanted).one_or_none()
    if passkey is None or answer.response.user_handle not in (None, b"", owner_id.bytes):
        raise Refused(UNKNOWN)
    check_counter(db, visit, passkey, verified_count(visit.house.settings, answer, passkey, challenge))
    passkey.used_at = now()
    return person


def read(credential: str) -> AuthenticationCredential:
    try:
        return parse_authentication_credential_json(credential)
    except MALFORMED:
        raise Refused("The browser’s answer could not be read. Please try once more.") from None


def verified_count(settings: Settings, answer: AuthenticationCredential, passkey: Passkey, challenge: str) -> int:
    """The counter in an answer whose signature holds. The library would look at the counter before the signature, and
    then anybody could make us write down a copied key: it is told of none."""
    try:
        verified = verify_authentication_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site_of(settings),
            expected_origin=settings.address, credential_public_key=passkey.public_key,
            credential_current_sign_count=0, require_user_verification=True,
        )  # fmt: skip
    except MALFORMED:
        raise Refused("This passkey’s answer does not hold. Please try once more.") from None
    return verified.new_sign_count


def check_counter(db: Session, visit: Visit, passkey: Passkey, counted: int) -> None:
    """A key that counts must count on: one that goes back was copied. Many do not count and always say 0."""
    if (counted or passkey.sign_count) and counted <= passkey.sign_count:
        record(
            db, "passkey-refused", passkey.owner_id, whence=visit.whence, entity="passkeys", entity_id=passkey.id,
            old={"count": passkey.sign_count}, new={"count": counted, "name": passkey.name},
        )  # fmt: skip
        raise Refused("This passkey may have been copied, so it is not taken. Sign in another way and make a new one.")
    passkey.sign_count = counted


# --- keeping them ----------------------------------------------------------------------------------------------------


def passkey_of(db: Session, person_id: UUID, passkey_id: UUID) -> Passkey:
    """This passkey of this person's; raises NotFound."""
    return own(db, Passkey, person_id, passkey_id)


def rename(db: Session, visit: Visit, passkey: Passkey, name: str) -> None:
    record(
        db, "passkey-renamed", passkey.owner_id, whence=visit.whence, entity="passkeys", entity_id=passkey.id,
        old={"name": passkey.name}, new={"name": name},
    )  # fmt: skip
    passkey.name = name


def remove(db: Session, visit: Visit, person: Person, passkey: Passkey) -> None:
    """`person` is locked. Raises Refused for the last way in."""
    others = [each for each in passkeys_of(db, person.id) if each.id != passkey.id]
    if not (person.password_hash or others or identities_of(db, person.id)):
        raise Refused("This is your only way in. Choose a password first, then remove it.")
    db.delete(passkey)
    db.flush()
    note_removed(db, visit, person, f"the passkey “{passkey.name}”", "passkeys", passkey.id)
