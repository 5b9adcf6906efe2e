package io.skylark.client.config;

import org.jspecify.annotations.Nullable;

/// Who a client is to servers that let only known users in: what RocketMQ calls access key and secret key, or user name and
/// password. The secret stays here; requests are signed with it.
///
/// @param securityToken of keys that were lent for a while, null with others
public record Credentials(String accessKey, String secretKey, @Nullable String securityToken) {
    public Credentials {
        notBlank("access key", accessKey);
        notBlank("secret key", secretKey);
        if (securityToken != null) {
            notBlank("security token", securityToken);
        }
    }

    public Credentials(String accessKey, String secretKey) {
        this(accessKey, secretKey, null);
    }

    private static void notBlank(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("the " + what + " is blank");
        }
    }

    public Credentials withSecurityToken(String value) {
        return new Credentials(accessKey, secretKey, value);
    }

    /// Names the access key only.
    @Override
    public String toString() {
        return "Credentials[accessKey=" + accessKey + "]";
    }
}
