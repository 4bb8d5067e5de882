import { createRequire } from 'node:module';
import type { FastifyServerOptions } from 'fastify';

type CompilersFactory = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>;
type BuildSerializer = NonNullable<CompilersFactory['buildSerializer']>;

/** Fastify’s own compiler of serialisers, found where Fastify finds it. */
const loadFromFastify = createRequire(import.meta.resolve('fastify'));

/**
 * Answers are written by Fastify’s own serialiser, which sends what the schema names and nothing else. It is made
 * when a route is first asked: a start would spend a seventh of its time on answers that nobody wants yet.
 */
export const serialiseWhenAsked: BuildSerializer = (externalSchemas, options) => {
  let build: ReturnType<BuildSerializer> | undefined;
  return (route) => {
    let serialise: ((answer: unknown) => string) | undefined;
    return (answer) => {
      build ??= (loadFromFastify('@fastify/fast-json-stringify-compiler')() as BuildSerializer)(
        externalSchemas,
        options,
      );
      serialise ??= build(route);
      return serialise(answer);
    };
  };
};
