import { createRequire } from 'node:module';
import type { FastifyServerOptions } from 'fastify';
import type { WarmUp } from './warm-up.ts';

type CompilersFactory = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>;
type BuildSerializer = NonNullable<CompilersFactory['buildSerializer']>;
type Serialise = ReturnType<ReturnType<BuildSerializer>>;

/** Fastify’s own compiler of serialisers, found where Fastify finds it. */
const loadFromFastify = createRequire(import.meta.resolve('fastify'));

/**
 * Answers are written by Fastify’s own serialiser, which sends what the schema names and nothing else. It is made
 * after the start or when a route is first asked: a start would spend a seventh of its time on answers that nobody
 * wants yet.
 */
export function serialiseWhenAsked(warmUp: WarmUp): BuildSerializer {
  return (externalSchemas, options) => {
    let build: ReturnType<BuildSerializer> | undefined;
    return (route) => {
      let made: Serialise | undefined;
      const serialiser = (): Serialise => {
        build ??= (loadFromFastify('@fastify/fast-json-stringify-compiler')() as BuildSerializer)(
          externalSchemas,
          options,
        );
        made ??= build(route);
        return made;
      };
      warmUp.add(route.url, serialiser);
      return (answer) => serialiser()(answer);
    };
  };
}
