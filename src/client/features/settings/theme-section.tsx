import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '#client/ui/choice.tsx';
import { applyTheme, readTheme, THEMES } from '#client/ui/theme.ts';
import { Section } from './section.tsx';

export function ThemeSection() {
  const { t } = useTranslation('settings');
  const [theme, setTheme] = useState(readTheme);
  return (
    <Section title={t('theme.title')}>
      <Choice
        label={t('theme.title')}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        onChange={(value) => {
          setTheme(value);
          applyTheme(value);
        }}
      />
    </Section>
  );
}
