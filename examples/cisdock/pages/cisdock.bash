# SPDX-License-Identifier: Apache-2.0
# Completion of cisdock for bash.
_cisdock() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W "@COMMANDS@ --help --version" -- "$word"))
    return
  fi
  case $before in
    --benchmark) COMPREPLY=($(compgen -W "$(cisdock benchmarks 2>/dev/null | cut -d' ' -f1)" -- "$word")); return ;;
    --format) COMPREPLY=($(compgen -W "$(cisdock scan --help 2>/dev/null | sed -n '/^Formats:/,$s/^  \([a-z-]*\) .*/\1/p')" -- "$word")); return ;;
    --scope) COMPREPLY=($(compgen -W "image host all" -- "$word")); return ;;
    --level) COMPREPLY=($(compgen -W "1 2" -- "$word")); return ;;
    --compat) COMPREPLY=($(compgen -W "anchore-1.1 anchore-0.3 intended" -- "$word")); return ;;
    --target) COMPREPLY=($(compgen -W "docker linux-host swarm enterprise" -- "$word")); return ;;
    --fail-on) COMPREPLY=($(compgen -W "fail warn never" -- "$word")); return ;;
  esac
  case $command in
@OPTIONS@
  esac
  case $word in -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;; *) COMPREPLY=($(compgen -f -- "$word")) ;; esac
}
complete -o filenames -F _cisdock cisdock
