import { FastifyOtelInstrumentation } from '@fastify/otel'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION, ATTR_URL_PATH } from '@opentelemetry/semantic-conventions'
import type { FastifyPluginCallback } from 'fastify'
import { version } from '../version.js'

export interface Tracing {
  /** To be registered before all other plugins. */
  readonly plugin: FastifyPluginCallback
  /** Sends the spans that are still queued. */
  readonly close: () => Promise<void>
}

/**
 * Sends spans of requests to an OpenTelemetry collector (OTLP over HTTP), continuing the caller's `traceparent`. The
 * SDK reads the address, sampling and the rest from the standard OTEL_ variables. A span names the route's pattern, never
 * the URL, and holds nothing of a message.
 */
export function startTracing({ serviceName }: { readonly serviceName: string }): Tracing {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      [ATTR_SERVICE_NAME]: serviceName,
      [ATTR_SERVICE_VERSION]: version,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  provider.register()
  const instrumentation = new FastifyOtelInstrumentation({
    instrumentHooks: false,
    recordExceptions: false,
    requestHook: (span, request) => {
      // The raw path may hold ids, and its query a client's id.
      span.setAttribute(ATTR_URL_PATH, request.routeOptions.url ?? '')
    },
  })
  instrumentation.setTracerProvider(provider)
  return { plugin: instrumentation.plugin(), close: () => provider.shutdown() }
}
