"""How people open the edit form, what they post and what they are told."""

from __future__ import annotations

from django.urls import reverse

from tests import factories


def signed_in(client, person):
    client.force_login(person)
    return client


def form_of(client, topic, person):
    return factories.form_of(signed_in(client, person), topic)


def post(client, topic, data, person):
    return signed_in(client, person).post(reverse("wagtailadmin_pages:edit", args=[topic.pk]), data)


def errors_of(answer):
    return {} if answer.context is None else dict(answer.context["form"].errors)


def snippet_address(snippet):
    return reverse(snippet.snippet_viewset.get_url_name("edit"), args=[snippet.pk])
