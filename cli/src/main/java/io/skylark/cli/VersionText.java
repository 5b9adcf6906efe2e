package io.skylark.cli;

import picocli.CommandLine.IVersionProvider;

/// The version that the jar was built as.
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = VersionText.class.getPackage().getImplementationVersion();
        return new String[] {"skylark " + (version == null ? "(not from a jar)" : version)};
    }
}
