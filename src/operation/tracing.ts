import { FastifyOtelInstrumentation } from '@fastify/otel'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION, ATTR_URL_PATH } from '@opentelemetry/semantic-conventions'
import type { FastifyPluginCallback } from 'fastify'
import { version } from '../version.js'

export interface Tracing {
  /** To be registered before everything else. */
  readonly plugin: FastifyPluginCallback
  /** Sends what is not sent yet. */
  readonly close: () => Promise<void>
}

/**
 * Spans of requests to an OpenTelemetry collector (OTLP over HTTP), continued from the caller's
 * `traceparent`. Where it is, and how much is sampled, the standard variables say: OTEL_EXPORTER_OTLP_ENDPOINT,
 * OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER. A span names the route's pattern, never the URL, and holds no word of a message.
 */
export function startTracing(): Tracing {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      [ATTR_SERVICE_NAME]: process.env.OTEL_SERVICE_NAME || 'sekisho',
      [ATTR_SERVICE_VERSION]: version,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  provider.register()
  const instrumentation = new FastifyOtelInstrumentation({
    instrumentHooks: false,
    recordExceptions: false,
    requestHook: (span, request) => {
      // The path as it came may hold ids, its query a client's.
      span.setAttribute(ATTR_URL_PATH, request.routeOptions.url ?? '')
    },
  })
  instrumentation.setTracerProvider(provider)
  return { plugin: instrumentation.plugin(), close: () => provider.shutdown() }
}
