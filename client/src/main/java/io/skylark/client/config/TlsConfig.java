package io.skylark.client.config;

import javax.net.ssl.SSLContext;

/// How connections are encrypted.
///
/// @param context holds whom this client trusts, and its own certificate when servers want to see one
/// @param verifyNames whether the certificate of a server must name the host that was dialled. Brokers are dialled at the
///     address that they gave the name server, as a rule an IP address
public record TlsConfig(SSLContext context, boolean verifyNames) {
    /// Names are verified.
    public TlsConfig(SSLContext context) {
        this(context, true);
    }

    /// For certificates that name no hosts: one that the context trusts is enough, whoever shows it.
    public TlsConfig withoutNames() {
        return new TlsConfig(context, false);
    }
}
