<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BaseModelPanel</name>
    <message numerus="yes">
        <source>%n model(s) found in {names}.</source>
        <translation>
            <numerusform>%n model found in {names}.</numerusform>
            <numerusform>%n models found in {names}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BottomBar</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaptionsDialog</name>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>All %n</numerusform>
            <numerusform>All %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n chosen</source>
        <translation>
            <numerusform>The %n chosen</numerusform>
            <numerusform>The %n chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n caption(s) change.</source>
        <translation>
            <numerusform>%n caption changes.</numerusform>
            <numerusform>%n captions change.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %n caption(s)</source>
        <translation>
            <numerusform>Change %n caption</numerusform>
            <numerusform>Change %n captions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n concept(s)</source>
        <translation>
            <numerusform>%n concept</numerusform>
            <numerusform>%n concepts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DraftGuard</name>
    <message numerus="yes">
        <source>%n picture(s) would be let go of.</source>
        <translation>
            <numerusform>%n picture would be let go of.</numerusform>
            <numerusform>%n pictures would be let go of.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PictureAdvice</name>
    <message numerus="yes">
        <source>%n look(s) the same as another one.</source>
        <translation>
            <numerusform>%n looks the same as another one.</numerusform>
            <numerusform>%n look the same as others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out.</source>
        <translation>
            <numerusform>%n left out.</numerusform>
            <numerusform>%n left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be read.</source>
        <translation>
            <numerusform>%n cannot be read.</numerusform>
            <numerusform>%n cannot be read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PictureBar</name>
    <message numerus="yes">
        <source>add %n picture(s)</source>
        <translation>
            <numerusform>add %n picture</numerusform>
            <numerusform>add %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>remove %n picture(s)</source>
        <translation>
            <numerusform>remove %n picture</numerusform>
            <numerusform>remove %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>leave out %n picture(s)</source>
        <translation>
            <numerusform>leave out %n picture</numerusform>
            <numerusform>leave out %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>take %n picture(s) back in</source>
        <translation>
            <numerusform>take %n picture back in</numerusform>
            <numerusform>take %n pictures back in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>crop %n picture(s)</source>
        <translation>
            <numerusform>crop %n picture</numerusform>
            <numerusform>crop %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>mirror %n picture(s)</source>
        <translation>
            <numerusform>mirror %n picture</numerusform>
            <numerusform>mirror %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>write %n caption(s)</source>
        <translation>
            <numerusform>write %n caption</numerusform>
            <numerusform>write %n captions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PicturePanel</name>
    <message numerus="yes">
        <source>%n left out.</source>
        <translation>
            <numerusform>%n left out.</numerusform>
            <numerusform>%n left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mirrored.</source>
        <translation>
            <numerusform>%n mirrored.</numerusform>
            <numerusform>%n mirrored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) chosen</source>
        <translation>
            <numerusform>%n picture chosen</numerusform>
            <numerusform>%n pictures chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PresetPage</name>
    <message numerus="yes">
        <source>%n preset(s) of yours cannot be used</source>
        <translation>
            <numerusform>%n preset of yours cannot be used</numerusform>
            <numerusform>%n presets of yours cannot be used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PresetSettings</name>
    <message numerus="yes">
        <source>%n that matter</source>
        <translation>
            <numerusform>%n that matters</numerusform>
            <numerusform>%n that matter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) from the preset</source>
        <translation>
            <numerusform>%n change from the preset</numerusform>
            <numerusform>%n changes from the preset</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptsPanel</name>
    <message numerus="yes">
        <source>%n prompt(s) are the most.</source>
        <translation>
            <numerusform>%n prompt is the most.</numerusform>
            <numerusform>%n prompts are the most.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>steps: %n picture(s) in all</source>
        <translation>
            <numerusform>steps: %n picture in all</numerusform>
            <numerusform>steps: %n pictures in all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TryPanel</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TurnPanel</name>
    <message numerus="yes">
        <source>It went on from step {step}, so that %n step(s) were repeated.</source>
        <translation>
            <numerusform>It went on from step {step}, so that %n step was repeated.</numerusform>
            <numerusform>It went on from step {step}, so that %n steps were repeated.</numerusform>
        </translation>
    </message>
</context>
</TS>
