/**
 * Memory planning: decides where every value lives, which runtime call makes it and in what order, so that emission only
 * prints.
 */
package dev.unroll.compiler.plan;
