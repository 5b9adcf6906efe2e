package io.skylark.cli.mqadmin;

/// What the commands do, by name.
final class Actions {
    private Actions() {}

    static Action of(String name) {
        return switch (name) {
            case "updateTopic" -> TopicChanges::update;
            case "updateTopicList" -> TopicChanges::updateList;
            case "deleteTopic" -> TopicChanges::delete;
            case "updateTopicPerm" -> TopicChanges::updatePermission;
            case "updateOrderConf" -> OrderConf::change;
            case "topicList" -> TopicQuestions::list;
            case "topicRoute" -> TopicQuestions::route;
            case "topicStatus" -> TopicQuestions::status;
            case "topicClusterList" -> TopicQuestions::clusters;
            case "allocateMQ" -> TopicQuestions::allocate;
            case "updateSubGroup" -> GroupChanges::update;
            case "updateSubGroupList" -> GroupChanges::updateList;
            case "deleteSubGroup" -> GroupChanges::delete;
            case "setConsumeMode" -> GroupChanges::setMode;
            case "cloneGroupOffset" -> GroupChanges::cloneOffsets;
            case "getConsumerConfig" -> ProgressCommands::settings;
            case "consumerProgress" -> ProgressCommands::progress;
            case "brokerConsumeStats" -> ProgressCommands::ofBroker;
            case "resetOffsetByTime" -> OffsetCommands::reset;
            case "skipAccumulatedMessage" -> OffsetCommands::skip;
            case "consumerConnection" -> ConnectionCommands::consumers;
            case "producerConnection" -> ConnectionCommands::producers;
            case "producer" -> ConnectionCommands::allProducers;
            case "consumerStatus" -> MemberCommands::status;
            case "clusterList" -> ClusterCommands::list;
            case "statsAll" -> StatisticsCommands::all;
            case "startMonitoring" -> Monitoring::start;
            case "brokerStatus" -> BrokerCommands::status;
            case "getBrokerConfig" -> BrokerCommands::settings;
            case "updateBrokerConfig" -> BrokerCommands::change;
            case "cleanExpiredCQ" -> BrokerCommands::cleanQueues;
            case "cleanUnusedTopic" -> BrokerCommands::cleanTopics;
            case "deleteExpiredCommitLog" -> BrokerCommands::deleteExpiredLog;
            case "haStatus" -> BrokerCommands::replication;
            case "resetMasterFlushOffset" -> BrokerCommands::resetFlush;
            case "updateKvConfig" -> NameServerCommands::putText;
            case "deleteKvConfig" -> NameServerCommands::deleteText;
            case "wipeWritePerm" -> NameServerCommands::wipeWritePerm;
            case "addWritePerm" -> NameServerCommands::addWritePerm;
            case "getNamesrvConfig" -> NameServerCommands::settings;
            case "updateNamesrvConfig" -> NameServerCommands::change;
            case "sendMessage" -> SendCommands::send;
            case "sendMsgStatus" -> SendCommands::status;
            case "checkMsgSendRT" -> SendCommands::measure;
            case "clusterRT" -> SendCommands::measureClusters;
            case "queryMsgById" -> MessageQuestions::byId;
            case "queryMsgByKey" -> MessageQuestions::byKey;
            case "queryMsgByUniqueKey" -> MessageQuestions::byUniqueKey;
            case "queryMsgByOffset" -> MessageQuestions::byOffset;
            case "queryMsgTraceById" -> TraceCommands::byId;
            case "queryCq" -> QueueEntryCommands::entries;
            case "printMsg" -> MessageListings::print;
            case "printMsgByQueue" -> MessageListings::printQueue;
            case "consumeMessage" -> MessageListings::consume;
            case "exportMetadata" -> ExportCommands::metadata;
            case "exportConfigs" -> ExportCommands::settings;
            case "exportMetrics" -> ExportCommands::metrics;
            default -> Refusals.of(name);
        };
    }
}
