package io.skylark.cli.mqadmin;

/// Version numbers of clients and servers as the names of RocketMQ's releases, such as `V5_5_0`.
final class VersionName {
    /// 3.9.0; those before it do not follow the rule that each release counts two up and its snapshot comes before it.
    private static final int FIRST_BY_RULE = 193;

    private static final int V4_0_0 = 213;
    private static final int RELEASES_BEFORE = 400;

    private VersionName() {}

    static String of(int version) {
        if (version < FIRST_BY_RULE) {
            return "V3_" + version;
        }
        int release = RELEASES_BEFORE + Math.floorDiv(version + 1 - V4_0_0, 2);
        String name = "V" + release / 100 + "_" + release / 10 % 10 + "_" + release % 10;
        return version % 2 == 0 ? name + "_SNAPSHOT" : name;
    }
}
