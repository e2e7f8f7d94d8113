import pytest
from wagtail.models import Page
from django.db import connection
@pytest.mark.django_db
def test_a(): print(connection.settings_dict["NAME"]); assert Page.objects.count() >= 2
@pytest.mark.django_db(transaction=True)
def test_b(): Page.objects.all().delete()
@pytest.mark.django_db(transaction=True)
def test_c(): assert Page.objects.count() >= 2
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_d(page):
    page.goto("/admin/login/"); assert "Sign in" in page.content()
@pytest.mark.django_db
def test_e(): assert Page.objects.count() >= 2
