; Stands in for uv.exe, which does not start under wine: notes how it was called, in what
; environment, and makes what `uv venv` would. Defined from outside: OUT, NOTES.
Unicode True
Target amd64-unicode
SilentInstall silent
RequestExecutionLevel user
Name "uv"
OutFile "${OUT}"
!include FileFunc.nsh
!include LogicLib.nsh

!macro note_variable NAME
    ClearErrors
    ReadEnvStr $2 "${NAME}"
    ${IfNot} ${Errors}
        FileWriteUTF16LE $1 "${NAME}=$2$\r$\n"
    ${EndIf}
!macroend

Section
    ${GetParameters} $0
    FileOpen $1 "${NOTES}" a
    FileSeek $1 0 END
    FileWriteUTF16LE $1 "uv $0$\r$\n"
    !insertmacro note_variable "PYTHONHOME"
    !insertmacro note_variable "PYTHONPATH"
    !insertmacro note_variable "UV_INDEX_URL"
    !insertmacro note_variable "UV_NO_CONFIG"
    !insertmacro note_variable "UV_CACHE_DIR"
    !insertmacro note_variable "UV_PYTHON_INSTALL_DIR"
    FileClose $1
    ReadEnvStr $3 "MANUL_UV_FAILS_AT"
    StrLen $4 $3
    StrCpy $5 $0 $4
    ${If} $4 > 0
    ${AndIf} $5 == $3
        SetErrorLevel 2
        Quit
    ${EndIf}
    StrCpy $5 $0 4
    ${If} $5 == "venv"
        ReadEnvStr $6 "UV_CACHE_DIR"
        ${GetParent} $6 $6
        CreateDirectory "$6\window\Scripts"
        FileOpen $1 "$6\window\Scripts\pythonw.exe" w
        FileClose $1
        CreateDirectory "$6\downloads\wheels"
        CreateDirectory "$6\python\cpython"
    ${EndIf}
SectionEnd
