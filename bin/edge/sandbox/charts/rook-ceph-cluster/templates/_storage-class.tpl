{{- /* root: the chart's scope; entry: one pool, file system or store; driver; own: its parameters */}}
{{- define "storageClass" }}
{{- $class := .entry.storageClass | default dict }}
{{- if $class.enabled }}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: {{ $class.name }}
  labels:
    {{- include "labels" .root | nindent 4 }}
  {{- if hasKey $class "isDefault" }}
  annotations:
    storageclass.kubernetes.io/is-default-class: {{ $class.isDefault | quote }}
  {{- end }}
provisioner: {{ if contains "/" .driver }}{{ .root.Values.operatorNamespace }}.{{ end }}{{ .driver }}
parameters:
  {{- if not (contains "/" .driver) }}
  clusterID: {{ .root.Release.Namespace }}
  {{- end }}
  {{- toYaml .own | nindent 2 }}
  {{- range $key, $value := $class.parameters }}
  {{ $key }}: {{ tpl (toString $value) $.root | quote }}
  {{- end }}
reclaimPolicy: {{ $class.reclaimPolicy | default "Delete" }}
{{- if hasKey $class "allowVolumeExpansion" }}
allowVolumeExpansion: {{ $class.allowVolumeExpansion }}
{{- end }}
volumeBindingMode: {{ $class.volumeBindingMode | default "Immediate" }}
{{- end }}
{{- end }}
