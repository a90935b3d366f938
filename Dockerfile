# Builds with everything, runs with what production needs, as a user that may write its data and nothing else.
# A version, so that the same sources give the same image. Pin its digest too: docs/operation.md says how.
ARG NODE_IMAGE=node:24.21.0-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY console ./console
RUN npm run build && npm prune --omit=dev
# The runtime of the reader brings its libraries for every platform: 290 MB, of which this one needs 45 or less.
RUN find node_modules/onnxruntime-node/bin -mindepth 3 -maxdepth 3 ! -path "*/linux/$(node -p process.arch)" -exec rm -r {} +
RUN mkdir /data

# From here on nothing is run, so it takes a base without a shell as well.
FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    DATABASE_URL=sqlite:/data/sekisho.db
# It does not open to its network without keys. Make the first one in the same volume:
#   docker run --rm -v sekisho:/data sekisho node dist/cli/keys.js create --tenant NAME --role admin
COPY --from=build --chown=1000:1000 /data /data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY dict ./dict
COPY words ./words
# The base's `node`, by number: an orchestrator sees that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/readyz`).then(reply => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
# Not npm: node itself has to get the signal that asks it to close.
CMD ["node", "dist/main.js"]
