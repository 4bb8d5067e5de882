/** Every shape of the broadcast API in one place, for the panel and other slices to `import type`. */
export * from './bulletins/schemas.ts';
export * from './emergency/schemas.ts';
export * from './fields.ts';
export * from './playout/schemas.ts';
export * from './schedules/schemas.ts';
export * from './today-schema.ts';
