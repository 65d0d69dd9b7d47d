import * as z from 'zod';
import type { Created, CreateResource, ResourceRequest } from '../deployment.ts';
import { Unsupported } from '../unsupported.ts';

/** A property that means nothing on one machine, or that this cloud honours by being what it is. */
export const meaningless = z.unknown().optional();

/**
 * One kind of resource: `properties` lists every property that is understood (with {@link meaningless} for those that
 * change nothing here); any other one is an error that names it.
 */
export const kind =
  <Shape extends z.core.$ZodLooseShape>(
    properties: Shape,
    create: (
      properties: z.output<z.ZodObject<Shape, z.core.$strict>>,
      request: Omit<ResourceRequest, 'properties'>,
    ) => Promise<Created>,
  ): CreateResource =>
  async (request) => {
    const parsed = z.strictObject(properties).safeParse(request.properties);
    if (parsed.success) return create(parsed.data, request);
    const [issue] = parsed.error.issues;
    const names = issue?.code === 'unrecognized_keys' ? issue.keys : [];
    const where = [...(issue?.path ?? []), ...names].join('.');
    throw new Unsupported(names.length > 0 ? `the property ${where}` : `the value of ${where} (${issue?.message})`);
  };

/** CloudFormation writes some numbers and booleans as texts. */
export const count = z.coerce.number().int().nonnegative();
export const flag = z.union([z.boolean(), z.stringbool()]);
