"""The accounts of a new installation: made once, each with the rights of its task and a password that is shown once."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command

from cms.operations.accounts import make_sample_accounts, sample_accounts

pytestmark = pytest.mark.django_db


def test_each_account_can_be_entered_with_the_password_that_is_shown():
    made = make_sample_accounts()

    assert [account.username for account in made] == [
        "admin",
        "sample-editor",
        "sample-clinician",
        "sample-publisher",
        "sample-translator-es",
        "sample-reviewer-es",
    ]
    for account in made:
        assert authenticate(username=account.username, password=account.password) is not None


def test_no_two_passwords_are_the_same():
    made = make_sample_accounts()

    assert len({account.password for account in made}) == len(made)


def test_each_account_is_labelled_a_sample():
    make_sample_accounts()

    assert set(get_user_model().objects.values_list("first_name", flat=True)) == {"Sample"}


def test_only_the_administrator_may_do_everything():
    make_sample_accounts()

    superusers = get_user_model().objects.filter(is_superuser=True)
    assert [user.username for user in superusers] == ["admin"]


@pytest.mark.parametrize(
    ("username", "group"),
    [
        ("sample-editor", "Authors"),
        ("sample-clinician", "Clinical reviewers"),
        ("sample-publisher", "Publishers"),
        ("sample-translator-es", "Translators: Spanish"),
        ("sample-reviewer-es", "Reviewers: Spanish"),
    ],
)
def test_an_account_has_the_group_of_its_task(username, group):
    make_sample_accounts()

    user = get_user_model().objects.get(username=username)
    assert [given.name for given in user.groups.all()] == [group]
    assert user.has_perm("wagtailadmin.access_admin")


def test_an_account_that_exists_stays_as_it_is():
    make_sample_accounts()
    user = get_user_model().objects.get(username="sample-editor")
    user.is_active = False
    user.set_password("chosen by its owner")
    user.save()

    made = make_sample_accounts()

    user.refresh_from_db()
    assert made == ()
    assert not user.is_active
    assert user.check_password("chosen by its owner")


def test_an_account_that_was_deleted_is_made_again():
    make_sample_accounts()
    get_user_model().objects.get(username="sample-editor").delete()

    made = make_sample_accounts()

    assert [account.username for account in made] == ["sample-editor"]


def test_the_command_shows_each_password_once():
    first, second = io.StringIO(), io.StringIO()

    call_command("make_sample_accounts", stdout=first)
    call_command("make_sample_accounts", stdout=second)

    for account in sample_accounts():
        assert f"  {account.username} " in first.getvalue()
        assert f"  {account.username} " not in second.getvalue()
