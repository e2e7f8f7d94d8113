"""What every installation has in common; safe for production as it stands. The overlays are thin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cms.locales import CONTENT_LOCALES, SOURCE
from cms.settings import services

if TYPE_CHECKING:
    from cms.settings.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent

INSTALLED_APPS = [
    "modeltranslation",
    "cms.operations",
    "cms.publishing",
    "cms.translation",
    "cms.scheduling",
    "cms.digest",
    "cms.medical_review",
    "cms.plain_language.admin",
    "cms.gate",
    "cms.history",
    "cms.access",
    "cms.delivery",
    "cms.preview",
    "cms.webhooks",
    "cms.reports",
    "cms.first_day",
    "cms.guide",
    "search",
    "home",
    "conditions",
    "cms.images",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "drf_spectacular_sidecar",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.delivery.middleware.finish_answers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Languages: of content (modeltranslation's columns), and of the admin's own words.
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = SOURCE.lower()
LANGUAGES = [(locale.language_code, locale.english_name) for locale in CONTENT_LOCALES]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = SOURCE.lower()
MODELTRANSLATION_CUSTOM_FIELDS = ("TranslatedStreamField",)
MODELTRANSLATION_FALLBACK_LANGUAGES = ()
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]

# Who may release a translation, and what it must hold. Per locale, over the default:
# `approval`: "four_eyes" (the approver has not changed the text since the last release) or "single";
# `partial`: whether parts that lack a translation may come from the chain.
TRANSLATION_POLICY: dict[str, dict[str, object]] = {"default": {"approval": "four_eyes", "partial": False}}

# For how many months a medical review holds: usually; where a page speaks of a use that no regulator has approved; and
# at the very most, whatever a reviewer says.
REVIEW_MONTHS = {"usual": 24, "beyond_approval": 12, "longest": 36}

WAGTAIL_SITE_NAME = "Health content"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Milliseconds before a changed draft is saved by itself. A form in six languages posts 350 KB; with Wagtail's half
# second it did so at each pause.
WAGTAIL_AUTOSAVE_INTERVAL = 3000
# As with drafts, the whole form is posted whenever the preview panel is brought up to date.
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 1500
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "images.CreditedImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.images.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var/static"
MEDIA_URL = "/media/"
SERVE_MEDIA = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# `cms.wsgi` takes it away from requests that no trusted proxy sends.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = True
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # Wagtail shows previews in a frame, on its own origin

APPEND_SLASH = True

# A page with seven sections posts some 800 fields in each language at once; Django's default refuses more than 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_500 * len(CONTENT_LOCALES)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000


def from_environment(environment: Environment) -> dict[str, object]:
    """The settings that a deployment decides."""
    return {
        "SECRET_KEY": environment.secret_key,
        "ALLOWED_HOSTS": environment.allowed_hosts,
        "CSRF_TRUSTED_ORIGINS": [environment.public_origin],
        "PUBLIC_ORIGIN": environment.public_origin,
        "WAGTAILADMIN_BASE_URL": environment.public_origin,
        "WEB_URL_TEMPLATE": environment.web_url_template,
        "PREVIEW_URL_TEMPLATE": environment.preview_url_template,
        "MACHINE_TRANSLATION": services.machine_translation(environment),
        **services.mail(environment),
        "DATABASES": {"default": services.database(environment.database_url, base_dir=BASE_DIR)},
        "MEDIA_ROOT": BASE_DIR / environment.media_root,
        "WAGTAILIMAGES_MAX_IMAGE_PIXELS": environment.image_max_megapixels * 1_000_000,
        "WAGTAILIMAGES_MAX_UPLOAD_SIZE": environment.image_max_mb * 1024 * 1024,
        "LOGGING": services.logging(environment.log_level),
        "PUBLISH_GATE": frozenset(environment.publish_gate),
        "API_RATES": {"anonymous": environment.api_rate_anonymous, "key": environment.api_rate_key},
        "TRUSTED_PROXIES": environment.trusted_proxies,
        **services.cache(environment.cache_url),
        "WEBHOOK_TIMEOUT_S": environment.webhook_timeout_s,
        "WEBHOOK_KEEP_DAYS": environment.webhook_keep_days,
        "WEBHOOK_ALLOWED_NETWORKS": environment.webhook_allowed_networks,
        "WAGTAILFRONTENDCACHE": services.purging(environment),
        "OPENSEARCH_URL": environment.opensearch_url,
        "OPENSEARCH_INDEX": environment.opensearch_index,
        "REVIEW_OVERDUE_POLICY": environment.review_overdue_policy,
        "REVIEW_WITHDRAW_AFTER_DAYS": environment.review_withdraw_after_days,
        "SEARCH_MISS_SHOWN_FROM": environment.search_miss_shown_from,
        "SEARCH_MISS_KEEP_DAYS": environment.search_miss_keep_days,
        "API_HOT_BYTES": environment.api_hot_mb * 1_000_000,
        "API_CACHE": {
            "max-age": environment.api_max_age_s,
            "s-maxage": environment.api_shared_max_age_s,
            "stale-while-revalidate": environment.api_stale_while_revalidate_s,
            "stale-if-error": environment.api_stale_if_error_s,
        },
    }
