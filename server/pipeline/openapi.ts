import { z } from 'zod';
import { idempotencyHeader, pathOf } from '../../app/contract/index.ts';
import type { Pipeline } from './pipeline.ts';

/** OpenAPI 3.1 document of everything that is bound. */
export function openApi(pipeline: Pipeline): Record<string, unknown> {
  const paths: Record<string, unknown> = {};
  for (const { declaration } of pipeline.bindings.values()) {
    const who = declaration.roles === 'public' ? 'Anybody.' : `Roles: ${declaration.roles.join(', ')}.`;
    paths[pathOf(declaration)] = {
      post: {
        operationId: declaration.key,
        tags: [declaration.word],
        summary: declaration.summary,
        description: `${declaration.kind === 'act' ? 'Act' : 'Query'}. ${who}`,
        ...(declaration.kind === 'act'
          ? {
              parameters: [
                {
                  in: 'header',
                  name: idempotencyHeader,
                  required: true,
                  schema: { type: 'string', minLength: 8, maxLength: 80 },
                },
              ],
            }
          : {}),
        ...(declaration.roles === 'public' ? { security: [] } : {}),
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: schemaOf(declaration.input, 'input'),
            },
          },
        },
        responses: {
          200: {
            description: 'Done.',
            content: {
              'application/json': {
                schema: schemaOf(declaration.output, 'output'),
              },
            },
          },
          default: {
            description: 'Refused or failed.',
            content: { 'application/json': { schema: errorSchema } },
          },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sipin', version: '0.1.0' },
    security: [{ session: [] }, { bearer: [] }],
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'sipin_session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
    paths,
  };
}

const errorSchema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      required: ['code', 'category', 'message', 'params'],
      properties: {
        code: { type: 'string' },
        category: { type: 'string' },
        message: { type: 'string' },
        params: { type: 'object' },
        request: { type: 'string' },
      },
    },
  },
};

function schemaOf(type: z.ZodType, io: 'input' | 'output'): unknown {
  return z.toJSONSchema(type, { io, unrepresentable: 'any' });
}
