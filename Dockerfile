# What gets in is listed in .dockerignore. A digest pins the base for good, where builds must repeat exactly:
#   docker buildx imagetools inspect node:24.21.0-slim     prints it
#   docker build --build-arg NODE_IMAGE=node:24.21.0-slim@sha256:… .
ARG NODE_IMAGE=node:24.21.0-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Optional packages are a PostgreSQL and a Node for machines that bring none.
RUN npm ci --omit=dev --omit=optional --strict-allow-scripts=true --no-audit --no-fund
COPY . .
# Prisma would download a schema engine that `generate` never runs; any existing file in its place prevents that.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node CHECKPOINT_DISABLE=1 npx --no-install prisma generate --no-hints

FROM ${NODE_IMAGE}
WORKDIR /app
# Belongs to root: the programs can change nothing but data/, which holds the state of the local network and the demo.
COPY --from=build /app ./
RUN install -d -o node -g node -m 700 data
USER node
ENV NODE_ENV=production NODE_OPTIONS=--disable-warning=ExperimentalWarning
CMD ["node", "indexer/main.ts"]
