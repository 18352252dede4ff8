export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * What a shell loads once: at each Tab it asks `ndc __complete` with the words up to the cursor. A line of the answer is a
 * word and, after a tab, what it does; `:files` and `:folders` leave it to the shell.
 */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: String.raw`# bash: source <(ndc completion bash)
_ndc() {
  local IFS=$'\n' value _about
  local words=("${'$'}{COMP_WORDS[@]:1:COMP_CWORD}")
  COMPREPLY=()
  while IFS=$'\t' read -r value _about; do
    case $value in
      :files) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "${'$'}{COMP_WORDS[COMP_CWORD]}")) ;;
      :folders) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- "${'$'}{COMP_WORDS[COMP_CWORD]}")) ;;
      *) COMPREPLY+=("$value") ;;
    esac
  done < <("${'$'}{COMP_WORDS[0]}" __complete "${'$'}{words[@]}" 2>/dev/null)
}
complete -F _ndc ndc
`,
  zsh: String.raw`#compdef ndc
# zsh: source <(ndc completion zsh), after compinit
_ndc() {
  local line value about
  local -a offered
  for line in "${'$'}{(@f)$("${'$'}{words[1]}" __complete "${'$'}{(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    value=${'$'}{line%%$'\t'*}
    about=''
    [[ $line == *$'\t'* ]] && about=${'$'}{line#*$'\t'}
    case $value in
      '') ;;
      :files) _files ;;
      :folders) _files -/ ;;
      *) offered+=("${'$'}{value//:/\\:}${'$'}{about:+:$about}") ;;
    esac
  done
  (( $#offered )) && _describe -t values ndc offered
}
compdef _ndc ndc
`,
  fish: String.raw`# fish: ndc completion fish | source
function __ndc_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  for line in ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
    switch $line
      case ':files'
        __fish_complete_path "$current"
      case ':folders'
        __fish_complete_directories "$current"
      case '*'
        echo $line
    end
  end
end
complete -c ndc -f -a '(__ndc_complete)'
`,
};
