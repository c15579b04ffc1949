package dev.unroll.compiler.types;

import java.util.OptionalInt;

/**
 * What a {@code serve} block says.
 *
 * @param maxSessions how many sessions may be open at once; empty for any number
 */
public record ServeSpec(Session session, OptionalInt maxSessions) {
    /** What a session keeps between two steps. */
    public enum Session {
        /** The last inputs; each step runs the whole window again. */
        ROLLING,
        /** The states of the recurrent layers. */
        CARRIED
    }
}
