/** As much of an OpenAPI document as the page shows. */
export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>>>>;
  readonly components: {
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly schemas: Readonly<Record<string, Schema>>;
  };
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string | undefined;
  readonly security?: readonly unknown[] | undefined;
  readonly parameters?: readonly (Parameter | Reference)[] | undefined;
  readonly requestBody?: { readonly content: Content } | undefined;
  readonly responses: Readonly<Record<string, Response | undefined>>;
}

export interface Reference {
  readonly $ref: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string | undefined;
  readonly schema: Schema;
}

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  readonly content?: Content | undefined;
}

export type Content = Readonly<Record<string, MediaType | undefined>>;

export interface MediaType {
  readonly schema?: Schema | undefined;
  readonly examples?: Readonly<Record<string, Example | undefined>> | undefined;
}

export interface Example {
  readonly summary: string;
  readonly value: unknown;
}

export interface Schema {
  readonly $ref?: string | undefined;
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema | undefined>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Schema | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
}

/** `#/components/schemas/Line` → `Line`. */
export const nameIn = ($ref: string): string => $ref.slice($ref.lastIndexOf('/') + 1);

/** The code of a problem, where a schema is that of one. */
export const problemCode = ({ properties }: Schema): string | undefined => {
  const code = properties?.['code']?.const;
  return typeof code === 'string' && properties?.['requestId'] !== undefined ? code : undefined;
};
