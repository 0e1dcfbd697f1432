FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
RUN PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node CHECKPOINT_DISABLE=1 npx --no-install prisma generate --no-hints
RUN mkdir -p data && chown node:node data
USER node
ENV NODE_OPTIONS=--disable-warning=ExperimentalWarning
