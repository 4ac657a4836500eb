/** How to read the curves when a model does not converge (A27). */
import { Collapse } from 'antd'
import { useTranslation } from 'react-i18next'
import { curves as tokens } from '@/lib/tokens'
import type { Curve } from './chartOption'
import styles from './Monitor.module.css'

const about: { curve: Curve; key: 'loss' | 'precision' | 'learningRate' }[] = [
  { curve: 'loss', key: 'loss' },
  { curve: 'precision', key: 'precision' },
  { curve: 'learningRate', key: 'learningRate' },
]

export function Help() {
  const { t } = useTranslation('monitoring')
  const children = (
    <>
      <p className={styles.helpIntro}>{t('help.intro')}</p>
      <div className={styles.help}>
        {about.map(({ curve, key }) => (
          <section key={key} style={{ borderTopColor: tokens[curve].color }}>
            <h3>{t(`help.${key}.title`)}</h3>
            <p>{t(`help.${key}.text`)}</p>
            <ul>
              <li>{t(`help.${key}.first`)}</li>
              <li>{t(`help.${key}.second`)}</li>
            </ul>
            <p className="mw-muted">{t(`help.${key}.normal`)}</p>
          </section>
        ))}
      </div>
    </>
  )
  return <Collapse items={[{ key: 'help', label: t('help.title'), children }]} />
}
