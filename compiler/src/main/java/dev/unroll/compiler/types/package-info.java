/**
 * Checks a resolved file and instantiates its models: every hyper-parameter has its value, every layer its weights, every
 * value its type. The result, {@link dev.unroll.compiler.types.TypedModel}, holds no syntax tree; lowering and emission
 * read nothing else.
 */
package dev.unroll.compiler.types;
