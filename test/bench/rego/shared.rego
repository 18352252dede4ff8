# The rules of ../rules, for conftest: what fails is denied, what the plan does not tell is a warning.
package main

import rego.v1

planned contains change if {
	some change in input.resource_changes
	change.mode == "managed"
	change.change.after != null
}

pods contains {"address": change.address, "pod": pod, "unknown": unknown} if {
	some change in planned
	change.type in {"kubernetes_deployment_v1", "kubernetes_deployment", "kubernetes_stateful_set_v1", "kubernetes_daemon_set_v1"}
	pod := change.change.after.spec[0].template[0].spec[0]
	unknown := object.get(change.change.after_unknown, ["spec", 0, "template", 0, "spec", 0], {})
}

containers contains {"address": entry.address, "container": container, "unknown": unknown} if {
	some entry in pods
	some list in ["container", "init_container"]
	some index, container in object.get(entry.pod, list, [])
	unknown := object.get(entry.unknown, [list, index], {})
}

# ORG-901. Resources that the author never set are unknown in a plan and held against him, as ndc does.
deny contains sprintf("ORG-901 %s", [entry.address]) if {
	some entry in containers
	not entry.container.resources[0].limits.memory
}

# ORG-902
deny contains sprintf("ORG-902 %s", [entry.address]) if {
	some entry in containers
	object.get(entry.unknown, "image", false) != true
	not regex.match(`@sha256:[0-9a-f]{64}$`, entry.container.image)
}

warn contains sprintf("ORG-902 %s", [entry.address]) if {
	some entry in containers
	object.get(entry.unknown, "image", false) == true
}

# ORG-903
deny contains sprintf("ORG-903 %s", [entry.address]) if {
	some entry in pods
	entry.pod.automount_service_account_token == true
}

warn contains sprintf("ORG-903 %s", [entry.address]) if {
	some entry in pods
	object.get(entry.unknown, "automount_service_account_token", false) == true
}

# ORG-904
enforce := "pod-security.kubernetes.io/enforce"

unknown_labels(change) if object.get(change.change.after_unknown, ["metadata", 0, "labels"], false) == true

unknown_labels(change) if object.get(change.change.after_unknown, ["metadata", 0, "labels", enforce], false) == true

deny contains sprintf("ORG-904 %s", [change.address]) if {
	some change in planned
	change.type in {"kubernetes_namespace_v1", "kubernetes_namespace"}
	not unknown_labels(change)
	object.get(change.change.after, ["metadata", 0, "labels", enforce], "") != "restricted"
}

warn contains sprintf("ORG-904 %s", [change.address]) if {
	some change in planned
	change.type in {"kubernetes_namespace_v1", "kubernetes_namespace"}
	unknown_labels(change)
}

# ORG-905
unknown_memory(change) if object.get(change.change.after_unknown, ["spec", 0, "hard"], false) == true

unknown_memory(change) if object.get(change.change.after_unknown, ["spec", 0, "hard", "requests.memory"], false) == true

deny contains sprintf("ORG-905 %s", [change.address]) if {
	some change in planned
	change.type in {"kubernetes_resource_quota_v1", "kubernetes_resource_quota"}
	not unknown_memory(change)
	object.get(change.change.after, ["spec", 0, "hard", "requests.memory"], null) == null
}

warn contains sprintf("ORG-905 %s", [change.address]) if {
	some change in planned
	change.type in {"kubernetes_resource_quota_v1", "kubernetes_resource_quota"}
	unknown_memory(change)
}
