package dev.unroll.compiler.types;

/** {@code name = value}, in a model or in a step of a cell. */
public record Binding(String name, Term value) {}
