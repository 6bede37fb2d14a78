FROM python:3.11-slim AS changeprog

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    VAR_DIR=/srv/changeprog/var \
    LOG_FORMAT=json

WORKDIR /srv/changeprog

COPY requirements.txt .
RUN pip install --require-hashes --requirement requirements.txt

COPY manage.py ./
COPY changeprog changeprog
COPY teams teams
COPY stakeholders stakeholders
COPY workshops workshops
COPY templates templates
COPY static static

RUN useradd --system --uid 1000 --home-dir /srv/changeprog changeprog \
    && SECRET_KEY=only-to-collect python manage.py collectstatic --noinput \
    && python -m compileall -q changeprog teams stakeholders workshops

USER changeprog
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "8", "--workers-kill-timeout", "10s", "changeprog.wsgi:application"]
