import type { FastifyPluginAsync, FastifyPluginOptions, FastifyTypeProvider, RawServerDefault } from 'fastify'
import type { z } from 'zod'

/** Requests and replies of a route have the types of its zod schemas; a reply may be readonly all the way down. */
interface ZodTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown
  readonly serializer: this['schema'] extends z.ZodType ? Frozen<z.output<this['schema']>> : unknown
}

type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value

/** A plugin that adds the routes of one resource. */
export type Routes<Parts extends FastifyPluginOptions> = FastifyPluginAsync<Parts, RawServerDefault, ZodTypes>
