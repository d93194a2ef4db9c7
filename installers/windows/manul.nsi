; Manul-Setup.exe: per user, 64-bit, no administrator. Built by package.py, which defines
; VERSION, PARTS (Manul's wheel, constraints.txt, uv.exe), WHEEL, ICON, OUT and LICENCE.

Unicode True
Target amd64-unicode
ManifestLongPathAware true
ManifestDPIAware true
SetCompressor /SOLID lzma
RequestExecutionLevel user
Name "Manul"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Manul"
InstallDirRegKey HKCU "Software\Manul" "InstallDir"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Manul"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Manul Setup"
VIAddVersionKey LegalCopyright "Apache-2.0"

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include StrFunc.nsh
${StrStr}

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Manul"
!define PYTHON_VERSION "3.12"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\window\Scripts\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-I -m desktop"
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Russian"

LangString ONEDRIVE ${LANG_ENGLISH} "Your Documents folder is kept in OneDrive. What you teach lies there and takes gigabytes, all of which OneDrive would upload. You can choose another folder for it when Manul starts for the first time."
LangString ONEDRIVE ${LANG_RUSSIAN} "Папка «Документы» хранится в OneDrive. Всё, чему вы учите, лежит там и занимает гигабайты, и OneDrive стал бы их выгружать. При первом запуске Manul можно выбрать другую папку."
LangString BUSY ${LANG_ENGLISH} "Manul is still open, or another program looks into its folder. Close it and try again."
LangString BUSY ${LANG_RUSSIAN} "Manul ещё открыт, или в его папку смотрит другая программа. Закройте её и попробуйте ещё раз."
LangString WINDOW_FAILED ${LANG_ENGLISH} "Manul's window could not be installed. Is the computer connected to the internet? The details above say more; nothing was left behind."
LangString WINDOW_FAILED ${LANG_RUSSIAN} "Окно Manul установить не удалось. Подключён ли компьютер к интернету? Подробности выше; ничего лишнего не осталось."
LangString CONCEPTS ${LANG_ENGLISH} "My concepts and everything taught (Documents\Manul)"
LangString CONCEPTS ${LANG_RUSSIAN} "Мои понятия и всё обученное (Документы\Manul)"

!macro forget NAME
    System::Call 'kernel32::SetEnvironmentVariable(t "${NAME}", p 0)'
!macroend
!macro tell NAME VALUE
    System::Call 'kernel32::SetEnvironmentVariable(t "${NAME}", t "${VALUE}")'
!macroend

; What other Pythons and tools left in the environment must not lead uv astray.
!macro clean_environment
    !insertmacro forget "PYTHONHOME"
    !insertmacro forget "PYTHONPATH"
    !insertmacro forget "PYTHONSTARTUP"
    !insertmacro forget "VIRTUAL_ENV"
    !insertmacro forget "CONDA_PREFIX"
    !insertmacro forget "UV_INDEX"
    !insertmacro forget "UV_INDEX_URL"
    !insertmacro forget "UV_EXTRA_INDEX_URL"
    !insertmacro forget "UV_DEFAULT_INDEX"
    !insertmacro forget "UV_FIND_LINKS"
    !insertmacro forget "UV_CONSTRAINT"
    !insertmacro forget "UV_OVERRIDE"
    !insertmacro forget "UV_OFFLINE"
    !insertmacro forget "UV_PYTHON"
    !insertmacro forget "UV_PROJECT_ENVIRONMENT"
    !insertmacro tell "UV_NO_CONFIG" "1"
    !insertmacro tell "UV_NO_PROGRESS" "1"
    !insertmacro tell "UV_SYSTEM_CERTS" "1"
    !insertmacro tell "UV_CACHE_DIR" "$INSTDIR\downloads"
    !insertmacro tell "UV_PYTHON_INSTALL_DIR" "$INSTDIR\python"
    !insertmacro tell "UV_PYTHON_INSTALL_BIN" "0"
    !insertmacro tell "UV_PYTHON_INSTALL_REGISTRY" "0"
!macroend

; A folder in use cannot be renamed: that is how an open Manul is noticed. The window and the
; parts it was made of go aside together, or neither.
!macro set_aside UN
Function ${UN}set_aside
    IfFileExists "$INSTDIR\window\*.*" 0 done
    RMDir /r "$INSTDIR\window.old"
    try:
        ClearErrors
        Rename "$INSTDIR\window" "$INSTDIR\window.old"
        IfErrors busy
        IfFileExists "$INSTDIR\parts\*.*" 0 done
        RMDir /r "$INSTDIR\parts.old"
        ClearErrors
        Rename "$INSTDIR\parts" "$INSTDIR\parts.old"
        IfErrors 0 done
        Rename "$INSTDIR\window.old" "$INSTDIR\window"
    busy:
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(BUSY)" /SD IDCANCEL IDRETRY try
        SetErrorLevel 3
        Abort "$(BUSY)"
    done:
FunctionEnd
!macroend
!insertmacro set_aside ""
!insertmacro set_aside "un."

Function .onInit
    ${StrStr} $0 "$DOCUMENTS" "OneDrive"
    ; Not at an update: the folder has been chosen.
    ${If} $0 != ""
    ${AndIfNot} ${FileExists} "$INSTDIR\window\*.*"
        MessageBox MB_OK|MB_ICONINFORMATION "$(ONEDRIVE)" /SD IDOK
    ${EndIf}
FunctionEnd

; A uv that has just ended, or a virus scanner, holds its file for a moment more.
Function remove_parts
    StrCpy $1 0
    again:
        RMDir /r "$INSTDIR\parts"
        IfFileExists "$INSTDIR\parts\*.*" 0 gone
        IntOp $1 $1 + 1
        IntCmp $1 40 gone
        Sleep 250
        Goto again
    gone:
FunctionEnd

Function give_up
    ; Where somebody stands, Windows removes no folder.
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR\window"
    ; An update that failed leaves the former window and its parts as they were.
    Rename "$INSTDIR\window.old" "$INSTDIR\window"
    ${If} ${FileExists} "$INSTDIR\parts.old\*.*"
        Call remove_parts
        Rename "$INSTDIR\parts.old" "$INSTDIR\parts"
    ${EndIf}
    RMDir /r "$INSTDIR\downloads"
    IfFileExists "$INSTDIR\window\*.*" kept
        Call remove_parts
        RMDir /r "$INSTDIR\python"
        Delete "$INSTDIR\manul.ico"
        RMDir "$INSTDIR"
    kept:
    SetErrorLevel 2
    Abort "$(WINDOW_FAILED)"
FunctionEnd

Section "Manul"
    Call set_aside
    SetOutPath "$INSTDIR\parts"
    Delete "$INSTDIR\parts\manul-*.whl"
    File "${PARTS}\*.*"
    SetOutPath "$INSTDIR"
    File "/oname=manul.ico" "${ICON}"
    !insertmacro clean_environment
    nsExec::ExecToLog '"$INSTDIR\parts\uv.exe" venv --no-project --managed-python --python ${PYTHON_VERSION} "$INSTDIR\window"'
    Pop $0
    ${If} $0 != 0
        Call give_up
    ${EndIf}
    nsExec::ExecToLog '"$INSTDIR\parts\uv.exe" pip install --python "$INSTDIR\window\Scripts\python.exe" --only-binary :all: --constraints "$INSTDIR\parts\constraints.txt" "$INSTDIR\parts\${WHEEL}[desktop]"'
    Pop $0
    ${If} $0 != 0
        Call give_up
    ${EndIf}
    RMDir /r "$INSTDIR\window.old"
    RMDir /r "$INSTDIR\parts.old"
    RMDir /r "$INSTDIR\downloads"

    CreateShortcut "$SMPROGRAMS\Manul.lnk" "$INSTDIR\window\Scripts\pythonw.exe" "-I -m desktop" "$INSTDIR\manul.ico"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "Software\Manul" "InstallDir" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Manul"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\manul.ico"
    WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Manul authors"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section "un.Manul"
    SectionIn RO
    Call un.set_aside
    RMDir /r "$INSTDIR\window.old"
    RMDir /r "$INSTDIR\parts.old"
    RMDir /r "$INSTDIR\parts"
    RMDir /r "$INSTDIR\python"
    RMDir /r "$INSTDIR\downloads"
    Delete "$INSTDIR\manul.ico"
    Delete "$INSTDIR\uninstall.exe"
    ; Not what else somebody keeps in that folder.
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\Manul.lnk"
    DeleteRegKey HKCU "${UNINSTALL}"
    DeleteRegKey HKCU "Software\Manul"
    ; Engines, what was kept for speed, settings; presets of the user's own stay.
    RMDir /r "$LOCALAPPDATA\manul\engines"
    RMDir /r "$LOCALAPPDATA\manul\Cache"
    Delete "$LOCALAPPDATA\manul\engine.toml"
    Delete "$LOCALAPPDATA\manul\settings.toml"
    RMDir "$LOCALAPPDATA\manul"
    Delete "$APPDATA\manul\window.ini"
    RMDir "$APPDATA\manul"
SectionEnd

Section /o "un.$(CONCEPTS)" concepts
    RMDir /r "$DOCUMENTS\Manul"
SectionEnd

Function un.onInit
    ; Silent: /CONCEPTS is the tick.
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/CONCEPTS" $1
    ${IfNot} ${Errors}
        !insertmacro SelectSection ${concepts}
    ${EndIf}
FunctionEnd
