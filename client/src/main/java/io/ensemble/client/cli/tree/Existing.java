package io.ensemble.client.cli.tree;

/** What an import does with a znode that is there already. */
enum Existing {
    /** Nothing is imported. */
    REFUSE,
    /** It is left as it is if data and ACL are the same; else nothing is imported. */
    RESUME,
    /** It gets the data and the ACL of the export. */
    OVERWRITE
}
