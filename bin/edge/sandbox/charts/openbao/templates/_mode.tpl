{{- /* The text of the configuration that the servers would run with. */}}
{{- define "config" -}}
{{- if and .Values.server.ha.enabled .Values.server.ha.raft.enabled -}}
{{ tpl .Values.server.ha.raft.config . }}
{{- else if .Values.server.ha.enabled -}}
{{ tpl .Values.server.ha.config . }}
{{- else -}}
{{ tpl .Values.server.standalone.config . }}
{{- end }}
{{- end }}

{{- define "serviceAccount" -}}
{{ .Values.server.serviceAccount.name | default (printf "%s-openbao" .Release.Name) }}
{{- end }}
