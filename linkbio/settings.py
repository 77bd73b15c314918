"""Every setting, read from the environment once. What the variables mean: .env.example."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import split_domain_port
from django.utils.csp import CSP

from linkbio import environment as env
from linkbio import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_file(BASE_DIR / ".env")

DEBUG = env.flag("DEBUG")
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
SITE_URL = env.origin("SITE_URL", "http://localhost:8000")
SITE_NAME = env.text("SITE_NAME", "Linkbio")
CONTACT = env.contact("CONTACT")
SOURCE_URL = env.web_address("SOURCE_URL")
IS_SECURE = SITE_URL.startswith("https://")
SITE_HOST = urlsplit(SITE_URL).netloc
ALLOWED_HOSTS = [split_domain_port(SITE_HOST)[0]]

# The built-in TikTok is for trying things out: it brings its own keys, and secrets that are made, not given.
TIKTOK_SANDBOX = env.flag("TIKTOK_SANDBOX")
SECRETS_FOLDER = DATA_DIR if DEBUG or TIKTOK_SANDBOX else None
SECRET_KEY = env.secret("SECRET_KEY", made_in=SECRETS_FOLDER)
TOKEN_KEYS = env.fernet_keys("TOKEN_KEYS")
if not (TOKEN_KEYS or SECRETS_FOLDER):
    raise ImproperlyConfigured(f"TOKEN_KEYS is not set. {env.FERNET_KEY_HINT}")

TIKTOK_CLIENT_KEY = env.text("TIKTOK_CLIENT_KEY")
TIKTOK_CLIENT_SECRET = env.text("TIKTOK_CLIENT_SECRET")
if TIKTOK_SANDBOX and TIKTOK_CLIENT_KEY:
    raise ImproperlyConfigured("TIKTOK_SANDBOX=1 cannot run beside a real TIKTOK_CLIENT_KEY. Unset one of them.")
SANDBOX_CLIENT_KEY, SANDBOX_CLIENT_SECRET = "sandbox-client", "sandbox-secret"
if TIKTOK_SANDBOX:
    TIKTOK_CLIENT_KEY, TIKTOK_CLIENT_SECRET = SANDBOX_CLIENT_KEY, SANDBOX_CLIENT_SECRET
SANDBOX_BASE = f"{SITE_URL}/sandbox"
TIKTOK_WWW_BASE = env.base_url("TIKTOK_WWW_BASE", SANDBOX_BASE if TIKTOK_SANDBOX else "https://www.tiktok.com")
TIKTOK_API_BASE = env.base_url("TIKTOK_API_BASE", SANDBOX_BASE if TIKTOK_SANDBOX else "https://open.tiktokapis.com")
TIKTOK_IMAGE_HOSTS = env.hosts("TIKTOK_IMAGE_HOSTS") or (
    [SITE_HOST]
    if TIKTOK_SANDBOX
    else ["tiktokcdn.com", "tiktokcdn-us.com", "tiktokcdn-eu.com", "ibyteimg.com", "muscdn.com"]
)
# What a monitoring system elsewhere shows to read /metrics; without it only this machine may.
METRICS_TOKEN = env.text("METRICS_TOKEN")
# Hosts that creators' links may be looked at on, to see whether they are dead: any on the public internet, over https.
WATCHED_HOSTS = env.hosts("WATCHED_HOSTS") or ["*"]
# A second opinion on where links lead, from Google: off without a key.
WEB_RISK_KEY = env.text("WEB_RISK_KEY")
WEB_RISK_BASE = env.base_url("WEB_RISK_BASE", "https://webrisk.googleapis.com")
TIKTOK_SCOPES = ["user.info.basic", "user.info.profile", "user.info.stats", "video.list"]
# TikTok's desktop product is what allows a real login on localhost; it wants a challenge, the web product does not.
TIKTOK_LOGIN_KIT = env.choice("TIKTOK_LOGIN_KIT", ("web", "desktop"))
TIKTOK_CALLS_PER_MINUTE = env.integer("TIKTOK_CALLS_PER_MINUTE", 600, least=1)
SNAPSHOT_FRESH_SECONDS = env.integer("SNAPSHOT_FRESH_SECONDS", 900, least=1)
COVER_KEEP_SECONDS = env.integer("COVER_KEEP_SECONDS", 21600, least=1)

ROOT_URLCONF = "linkbio.urls"
WSGI_APPLICATION = "linkbio.wsgi.application"
INSTALLED_APPS = [
    "linkbio",
    "profiles",
    "tiktok_auth",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "linkbio.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "linkbio.middleware.ReferenceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linkbio.middleware.HeadersMiddleware",
    "linkbio.middleware.CookielessMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linkbio.middleware.BusyMiddleware",
    "linkbio.middleware.ErasedMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # An operator's own wording, legal pages above all, goes into the data folder and survives upgrades.
        "DIRS": [DATA_DIR / "templates", BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "linkbio.context.site",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASE = env.database("DATABASE_URL", DATA_DIR / "linkbio.sqlite3")
DATABASES = {"default": DATABASE}
if DATABASE["ENGINE"].endswith("sqlite3"):
    DATABASE["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
else:
    DATABASE["CONN_MAX_AGE"] = 60
    DATABASE["CONN_HEALTH_CHECKS"] = True
    # What the address itself says goes first: sslmode, or the folder of a socket.
    limits = {"connect_timeout": 3, "options": "-c lock_timeout=15000 -c statement_timeout=20000"}
    DATABASE["OPTIONS"] = limits | DATABASE.get("OPTIONS", {})

REDIS_URL = env.redis_url("REDIS_URL")
REDIS_PREFIX = env.redis_prefix(SITE_URL)
REDIS_OPTIONS = {
    "SERIALIZER": "django_redis.serializers.json.JSONSerializer",
    "SOCKET_CONNECT_TIMEOUT": 0.3,
    "SOCKET_TIMEOUT": 0.5,
}
REDIS_CACHE = {
    "BACKEND": "linkbio.cache.ResilientCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": REDIS_PREFIX,
    "KEY_FUNCTION": "linkbio.cache.make_key",
}
CACHES = {
    "default": REDIS_CACHE | {"OPTIONS": REDIS_OPTIONS},
    # What all processes must see alike, takedowns above all: never answered from one process's memory.
    "shared": REDIS_CACHE | {"OPTIONS": REDIS_OPTIONS | {"FALLBACK": "none"}},
}
# Keys that one step of a search passes over, those of other sites too: a tenth of a second for 100,000 of them.
DJANGO_REDIS_SCAN_ITERSIZE = 1000
SWEEP_SECONDS = 2.0

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "studio"
ACCOUNT_ADAPTER = "tiktok_auth.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True
# A carrier's one address, or an IPv6 /64, may be thousands of people: enough for all of them, too little for a flood.
# What is refused does not count, so that a flood keeps nobody out for longer than a minute.
ACCOUNT_RATE_LIMITS = {"start_login": "60/m/ip"}
ACCOUNT_LOGOUT_ON_GET = False
SOCIALACCOUNT_ADAPTER = "tiktok_auth.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
MFA_ADAPTER = "linkbio.staff.MFAAdapter"
MFA_TOTP_ISSUER = SITE_NAME
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 0)

SESSION_ENGINE = "tiktok_auth.sessions"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_NAME = "__Host-session" if IS_SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "linkbio.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_HSTS_SECONDS = 31536000 if IS_SECURE else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# Whoever ends TLS in front of us redirects to it; doing it here too loops behind every proxy that is not announced.
# What else is under the site's domain, and whether browsers ship with its name, is its operator's to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "linkbio.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False  # tests and a fresh clone have no manifest yet

LOGGING_CONFIG = "linkbio.logs.configure"
LOGGING = logs.config(debug=DEBUG)
