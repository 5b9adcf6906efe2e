package io.skylark.nameserver.route;

/// What registrations came over: a network connection. Equal for all registrations over the same one.
public interface Origin {
    /// Ends it, so that a broker that was given up notices and registers anew.
    void disconnect();
}
