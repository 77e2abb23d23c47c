"""Somebody who has signed in: in a test's client, or in a real browser."""

from playwright.sync_api import expect

from tests import make

PASSWORD = "ett långt lösenord"


def enter(client, place, role, **fields):
    """Sign somebody in who reads English, so that the sentences here stand as they do in the code."""
    membership = make.membership(place, role, user=make.user(language="en", name="Kim Ek"), **fields)
    client.force_login(membership.user)
    return membership


def sign_in(page, address, email):
    page.goto(f"{address}/arbete/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page).to_have_url(f"{address}/arbete/exempelby/")
