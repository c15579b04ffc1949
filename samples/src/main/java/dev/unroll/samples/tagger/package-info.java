/** Classes of Hebrew words. */
package dev.unroll.samples.tagger;
