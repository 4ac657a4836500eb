/** A data path unfolded: what its check found of each class, and which annotations cannot be used. */
import { WarningOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Num } from '@/components/ui/Formatted'
import styles from './Datasets.module.css'
import type { DataPath } from './queries'
import { classCounts } from './regions'

export function PathDetails({ path }: { path: DataPath }) {
  const { t } = useTranslation('datasets')
  const rows = classCounts(path)
  const hasRegions = rows.some(({ regions }) => regions > 0)
  return (
    <div className={styles.details}>
      {rows.length > 0 && (
        <table className={styles.counts}>
          <thead>
            <tr>
              <th scope="col">{t('gallery.label')}</th>
              <th scope="col">{t('column.images')}</th>
              {hasRegions && <th scope="col">{path.format === 'masks' ? t('column.masks') : t('column.regions')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, images, regions }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>
                  <Num value={images} />
                </td>
                {hasRegions && (
                  <td>
                    <Num value={regions} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Problems title={t('path.problems')} problems={path.annotation_problems} />
      <Problems title={t('path.leftOut')} problems={path.left_out} />
    </div>
  )
}

function Problems({ title, problems }: { title: string; problems: DataPath['annotation_problems'] }) {
  if (!problems.length) return null
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className={styles.problems}>
        {problems.map(({ reason, message, count, examples }) => (
          <li key={reason}>
            <WarningOutlined aria-hidden />
            <div>
              {message} <Num value={count} />
              {examples.map((example) => (
                <code key={example}>{example}</code>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
