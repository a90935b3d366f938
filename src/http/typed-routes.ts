import type { FastifyPluginAsync, FastifyPluginOptions, FastifyTypeProvider, RawServerDefault } from 'fastify'
import type { z } from 'zod'

/** Types the requests and replies of a route by its zod schemas; replies may be deeply readonly. */
interface ZodTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown
  readonly serializer: this['schema'] extends z.ZodType ? Frozen<z.output<this['schema']>> : unknown
}

type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value

/** A plugin that adds the routes of one resource. */
export type Routes<Parts extends FastifyPluginOptions> = FastifyPluginAsync<Parts, RawServerDefault, ZodTypes>
